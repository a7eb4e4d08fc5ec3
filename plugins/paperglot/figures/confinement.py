"""Limits that a process sets itself before it reads what anyone may have made."""

try:
    import resource
except ImportError:  # Windows has none of them; the time is limited from outside there.
    resource = None  # type: ignore[assignment]

_LARGEST_FILE = 8_000_000


def confine(*, seconds: int, memory: int) -> None:
    """Bound the process's time of the processor, its address space in bytes and its files."""
    if resource is None:
        return
    _bound(resource.RLIMIT_CPU, seconds)
    _bound(resource.RLIMIT_AS, memory)
    _bound(resource.RLIMIT_FSIZE, _LARGEST_FILE)
    _bound(resource.RLIMIT_CORE, 0)


def _bound(what: int, value: int) -> None:
    """Lower a limit; one that is lower already stays."""
    _soft, hard = resource.getrlimit(what)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    resource.setrlimit(what, (value, value))
