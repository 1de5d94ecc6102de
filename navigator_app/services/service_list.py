"""The services that can be recorded, their components and codes, for whoever shows them."""

from __future__ import annotations

from navigator_app.domain.service_codes import Catalog
from navigator_app.policy import service_catalog


def catalog() -> Catalog:
    """Everything that came with the program."""
    return service_catalog.shipped().catalog
