"""Whether two propositions are the same, contradict each other, tell of a change, or have little in common."""

from __future__ import annotations

from sayso.link.judge.judge import OnnxJudge, load

__all__ = ["OnnxJudge", "load"]
