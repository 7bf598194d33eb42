"""Person rows that hide each person among k: what is generalised how far, and what has to hold before a row leaves."""
