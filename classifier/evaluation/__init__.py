"""Evaluate labels against gold: the report that a demanding reviewer wants."""
