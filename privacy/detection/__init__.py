"""Detection: what kind of personal data a column or a text holds, told from names, values and shapes."""
