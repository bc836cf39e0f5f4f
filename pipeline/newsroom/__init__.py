"""The sample wire: a simulated day of fiction, served over real HTTP on a clock it is told."""

from pipeline.newsroom.day import load
from pipeline.newsroom.known import world
from pipeline.newsroom.records import Day, Planted
from pipeline.newsroom.server import Newsroom

__all__ = ["Day", "Newsroom", "Planted", "load", "world"]
