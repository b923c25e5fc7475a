"""Work that other processes do, on this machine or on others. Knows Ray, and neither models nor edits.

Ray is imported only where somebody asks for workers.
"""

from app.cluster.crew import Crew, Piece
from app.cluster.opening import Cluster, open_cluster

__all__ = ["Cluster", "Crew", "Piece", "open_cluster"]
