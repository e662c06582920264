"""Where one machine isn't enough: Apache Spark, for DataFrames (`classify`) and for the command's inputs (`engine`)."""

from .frame import classify, rejects

__all__ = ["classify", "rejects"]
