"""Drafts of contracts and policies for sources that nobody has described yet."""

from batch.propose.draft import Draft, draft
from batch.propose.written import module

__all__ = ["Draft", "draft", "module"]
