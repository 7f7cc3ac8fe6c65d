"""The charts of the report, as SVG. It draws figures that it is given, and knows nothing of how they came about."""

import pathlib

import matplotlib

matplotlib.use("svg")
# The same figures make the same file; text stays text.
matplotlib.rcParams.update(
    {
        "svg.fonttype": "none",
        "svg.hashsalt": "micropython-asyncio-rs",
        "font.family": "sans-serif",
        "font.size": 10,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.titlesize": 11,
        "axes.titleweight": "bold",
        "axes.titlelocation": "left",
        "axes.axisbelow": True,
        "legend.frameon": False,
    }
)
import matplotlib.pyplot as plt  # noqa: E402
from matplotlib.ticker import FuncFormatter, MaxNLocator  # noqa: E402

# Distinct also without colour vision, on white.
COLOURS = {
    "stock": "#9a9a9a",
    "task": "#f0b36b",
    "loop": "#6aa7d8",
    "full": "#0b5c9e",
    "asyncio": "#b86bb0",
    "uvloop": "#4f9a62",
}
NAMES = {
    "stock": "stock MicroPython",
    "task": "level task",
    "loop": "level loop",
    "full": "level full (default)",
    "asyncio": "CPython asyncio",
    "uvloop": "CPython uvloop",
}
PLAIN = FuncFormatter(lambda value, _: f"{value:,.0f}")


def save(figure, path):
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(
        path, metadata={"Date": None, "Creator": None}, facecolor="white", bbox_inches="tight", pad_inches=0.12
    )
    plt.close(figure)
    # Matplotlib ends lines with blanks.
    path.write_text("\n".join(line.rstrip() for line in path.read_text().splitlines()) + "\n")
    return pathlib.Path(path)


def bars(axes, groups, arms, values, written, limit=None):
    """Horizontal bars: a group for each of `groups`, a bar for each of `arms`; written(group, arm) is what a bar says."""
    height = 0.8 / len(arms)
    for i, arm in enumerate(arms):
        for j, group in enumerate(groups):
            value = values.get((group, arm))
            if value is None:
                continue
            y = j + (i - (len(arms) - 1) / 2) * height
            axes.barh(y, value, height * 0.9, color=COLOURS[arm], label=NAMES[arm] if j == 0 else None)
            axes.annotate(
                written(group, arm),
                (value, y),
                (4, 0),
                textcoords="offset points",
                va="center",
                fontsize=8,
                color="#333333",
            )
    axes.set_yticks(range(len(groups)))
    axes.invert_yaxis()
    axes.tick_params(axis="y", length=0)
    axes.xaxis.set_major_formatter(PLAIN)
    axes.grid(axis="x", color="#e6e6e6")
    if limit:
        axes.set_xlim(0, limit)


def front(path, titles, micros):
    """The chart of the README: microseconds on a Pico, stock and here."""
    groups, arms = list(titles), ("stock", "full")
    figure, axes = plt.subplots(figsize=(7.4, 0.62 * len(groups) + 1.1))

    def written(group, arm):
        value = f"{micros[group, arm]:,.0f} µs"
        if arm == "full":
            value += f"   ({micros[group, 'stock'] / micros[group, 'full']:.1f} times faster)"
        return value

    bars(axes, groups, arms, micros, written, 1.12 * max(micros.values()))
    axes.set_yticklabels([titles[group] for group in groups])
    axes.set_title("One operation on a Raspberry Pi Pico at 125 MHz (emulated)")
    axes.set_xlabel("microseconds")
    axes.legend(["stock MicroPython", "micropython-asyncio-rs"], loc="upper right")
    for handle, arm in zip(axes.get_legend().legend_handles, arms, strict=True):
        handle.set_color(COLOURS[arm])
    return save(figure, path)


def operations(path, title, titles, arms, values, unit="instructions", is_log=True):
    """Bars, on a logarithmic scale where the slowest takes a hundred times the fastest."""
    groups = list(titles)
    figure, axes = plt.subplots(figsize=(7.6, (0.17 * len(arms) + 0.22) * len(groups) + 1.1))
    bars(axes, groups, arms, values, lambda g, a: f"{values[g, a]:,.0f}")
    if is_log:
        axes.set_xscale("log")
    axes.xaxis.set_major_formatter(PLAIN)
    axes.set_yticklabels([titles[group] for group in groups])
    axes.set_title(title)
    axes.set_xlabel(f"{unit}, logarithmic scale" if is_log else unit)
    axes.margins(x=0.12)
    handles, labels = axes.get_legend_handles_labels()
    figure.legend(handles, labels, loc="upper left", bbox_to_anchor=(0.12, 0.02), ncols=3)
    return save(figure, path)


def curves(path, panels):
    """A panel for each (title, x label, {arm: [(x, instructions)]})."""
    figure, every = plt.subplots(1, len(panels), figsize=(4.1 * len(panels), 3.5))
    shown = {}
    for axes, (title, label, lines) in zip(every, panels, strict=True):
        for arm, points in lines.items():
            xs = [x for x, _ in points]
            (line,) = axes.plot(xs, [y for _, y in points], "o-", color=COLOURS[arm], markersize=4, linewidth=1.6)
            shown[NAMES[arm]] = line
        axes.set_xscale("symlog" if any(x == 0 for p in lines.values() for x, _ in p) else "log")
        axes.set_yscale("log")
        axes.set_xticks(sorted({x for p in lines.values() for x, _ in p}))
        axes.minorticks_off()
        axes.xaxis.set_major_formatter(PLAIN)
        axes.yaxis.set_major_formatter(PLAIN)
        low, high = axes.get_ylim()
        axes.set_ylim(low / 1.3, high * 1.3)
        axes.grid(color="#e6e6e6")
        axes.set_title(title)
        axes.set_xlabel(label)
        axes.tick_params(labelsize=8)
    every[0].set_ylabel("instructions, logarithmic scale")
    figure.tight_layout()
    figure.legend(shown.values(), shown.keys(), loc="upper center", bbox_to_anchor=(0.5, 0.02), ncols=len(shown))
    return save(figure, path)


def sizes(path, panels, added):
    """Flash and RAM that each level adds to stock: a panel for each (key, title); added is {key: {(board, level): bytes}}."""
    figure, every = plt.subplots(1, len(panels), figsize=(4.6 * len(panels), 3.0))
    for axes, (key, title) in zip(every, panels, strict=True):
        values = added[key]
        groups = list(dict.fromkeys(board for board, _ in values))
        bars(axes, groups, ("task", "loop", "full"), values, lambda g, a, v=values: f"{v[g, a]:+,}")
        axes.set_yticklabels(groups)
        axes.set_title(title)
        axes.set_xlabel("bytes, beside stock")
        axes.xaxis.set_major_locator(MaxNLocator(4))
        axes.margins(x=0.2)
    handles, labels = every[0].get_legend_handles_labels()
    figure.tight_layout()
    figure.legend(handles, labels, loc="upper center", bbox_to_anchor=(0.5, 0.02), ncols=3)
    return save(figure, path)
