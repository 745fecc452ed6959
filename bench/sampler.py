"""CPU seconds and peak memory of every process, and what the machine did beside them."""

import contextlib
import threading

import psutil

EVERY = 1.0  # seconds between two looks at the memory
MEGABYTE = 1024 * 1024


class Sampler(threading.Thread):
    """Watches processes by name, each with its children."""

    def __init__(self):
        """Watches nothing yet."""
        super().__init__(daemon=True, name="sampler")
        self._watched, self._peaks, self._ended = {}, {}, threading.Event()

    def watch(self, pids):
        """Watch these {name: process id} beside those watched already."""
        self._watched |= {name: psutil.Process(pid) for name, pid in pids.items()}

    def run(self):
        """Look at the memory until stopped."""
        while not self._ended.wait(EVERY):
            for name, process in list(self._watched.items()):
                with contextlib.suppress(psutil.Error):
                    self._peaks[name] = max(self._peaks.get(name, 0), _memory(process))

    def stop(self):
        """End the thread."""
        self._ended.set()
        self.join(timeout=5)

    def cpu(self):
        """{name: CPU seconds so far}, and the whole machine's as `machine`."""
        used = {}
        for name, process in self._watched.items():
            with contextlib.suppress(psutil.Error):
                used[name] = _cpu(process)
        times = psutil.cpu_times()
        return used | {"machine": sum(times) - times.idle - times.iowait - times.guest - times.guest_nice}

    def peaks(self):
        """{name: peak of its memory in MB}."""
        return {name: round(size / MEGABYTE, 1) for name, size in self._peaks.items()}


def _cpu(process):
    """CPU seconds of a process with its children, also of those that have ended."""
    times = process.cpu_times()
    total = times.user + times.system + times.children_user + times.children_system
    for one in process.children(recursive=True):
        with contextlib.suppress(psutil.Error):
            total += sum(one.cpu_times()[:2])
    return total


def _memory(process):
    """Bytes of a process and its children; what they share is counted once."""
    found = []
    for one in [process, *process.children(recursive=True)]:
        with contextlib.suppress(psutil.Error):
            memory = one.memory_info()
            found.append((memory.rss - memory.shared, memory.shared))
    return sum(own for own, _ in found) + max((shared for _, shared in found), default=0)
