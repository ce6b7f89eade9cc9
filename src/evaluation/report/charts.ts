import { escaped } from './escaped.ts';
import type { Chart } from './report.ts';

const width = 720;
const margin = { left: 210, right: 30, top: 40, bottom: 44 };
const rowHeight = 26;
const plotHeight = 300;
const ink = '#1c1c1c';
const faint = '#d8d8d8';
/** Colour-blind safe (Okabe–Ito). */
const colours = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#000000', '#f0e442'];

type Scale = ((value: number) => number) & { readonly ticks: readonly number[] };

/** Maps [low, high], widened to round numbers, to pixels. */
function scaleOf(values: readonly number[], from: number, to: number): Scale {
  const finite = values.filter(Number.isFinite);
  const [low, high] = [Math.min(...finite, Infinity), Math.max(...finite, -Infinity)];
  const span = high - low > 0 ? high - low : 1;
  const raw = span / 5;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= raw) ?? raw;
  const first = Math.floor((Number.isFinite(low) ? low : 0) / step);
  const last = Math.max(first + 1, Math.ceil((Number.isFinite(high) ? high : 1) / step));
  const ticks = Array.from({ length: last - first + 1 }, (_, index) => Number(((first + index) * step).toPrecision(12)));
  const [start, end] = [first * step, last * step];
  return Object.assign((value: number) => from + ((Math.min(end, Math.max(start, value)) - start) / (end - start)) * (to - from), { ticks });
}

const text = (x: number, y: number, what: string, anchor: 'start' | 'middle' | 'end' = 'start', weight = 'normal'): string =>
  `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}" font-weight="${weight}">${escaped(what)}</text>`;
const line = (x1: number, y1: number, x2: number, y2: number, colour: string, thickness = 1): string =>
  `<line x1="${x1.toFixed(1)}" y1="${y1.toFixed(1)}" x2="${x2.toFixed(1)}" y2="${y2.toFixed(1)}" stroke="${colour}" stroke-width="${thickness}"/>`;

function frame(height: number, title: string, parts: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui,sans-serif" font-size="12" fill="${ink}">
<rect width="${width}" height="${height}" fill="#fff"/>
${[text(12, 22, title, 'start', '600'), ...parts].join('\n')}
</svg>
`;
}

/** A chart as a picture that stands alone. Labels are those of the chart, whatever they hold. */
export function chartSvg(chart: Chart): string {
  return chart.kind === 'bars' ? bars(chart) : points(chart);
}

function bars({ title, unit, bars: rows }: Extract<Chart, { readonly kind: 'bars' }>): string {
  const height = margin.top + rows.length * rowHeight + margin.bottom;
  const bottom = height - margin.bottom;
  const scale = scaleOf([0, ...rows.flatMap(({ interval: { value, low, high } }) => [value, low, high])], margin.left, width - margin.right);
  const grid = scale.ticks.flatMap((tick) => [line(scale(tick), margin.top, scale(tick), bottom, tick === 0 ? ink : faint), text(scale(tick), bottom + 16, String(tick), 'middle')]);
  const drawn = rows.flatMap(({ label, interval: { value, low, high } }, index) => {
    const y = margin.top + (index + 0.5) * rowHeight;
    const [from, to] = [Math.min(scale(0), scale(value)), Math.max(scale(0), scale(value))];
    const whisker = Number.isFinite(low) && Number.isFinite(high) ? [line(scale(low), y, scale(high), y, ink, 1.5), line(scale(low), y - 4, scale(low), y + 4, ink), line(scale(high), y - 4, scale(high), y + 4, ink)] : [];
    return [
      text(margin.left - 8, y + 4, label, 'end'),
      `<rect x="${from.toFixed(1)}" y="${(y - 7).toFixed(1)}" width="${Math.max(1, to - from).toFixed(1)}" height="14" fill="${colours[value <= 0 ? 0 : 1] ?? ink}" fill-opacity=".75"/>`,
      ...whisker,
    ];
  });
  return frame(height, title, [...grid, ...drawn, text((margin.left + width - margin.right) / 2, height - 8, unit, 'middle')]);
}

function points({ title, x, y, series }: Extract<Chart, { readonly kind: 'points' }>): string {
  const legendWidth = margin.left;
  const left = 60;
  const right = width - legendWidth;
  const height = margin.top + plotHeight + margin.bottom;
  const bottom = height - margin.bottom;
  const all = series.flatMap((one) => one.points);
  const across = scaleOf(all.map(([value]) => value), left, right);
  const up = scaleOf(all.map(([, value]) => value), bottom, margin.top);
  const grid = [
    ...across.ticks.flatMap((tick) => [line(across(tick), margin.top, across(tick), bottom, faint), text(across(tick), bottom + 16, String(tick), 'middle')]),
    ...up.ticks.flatMap((tick) => [line(left, up(tick), right, up(tick), faint), text(left - 6, up(tick) + 4, String(tick), 'end')]),
  ];
  const drawn = series.flatMap((one, index) => {
    const colour = colours[index % colours.length] ?? ink;
    const dots = one.points.map(([px, py]) => `<circle cx="${across(px).toFixed(1)}" cy="${up(py).toFixed(1)}" r="2.5" fill="${colour}" fill-opacity=".6"/>`);
    return [...dots, `<circle cx="${right + 16}" cy="${margin.top + 10 + index * 18}" r="4" fill="${colour}"/>`, text(right + 26, margin.top + 14 + index * 18, one.label)];
  });
  return frame(height, title, [...grid, ...drawn, text((left + right) / 2, height - 8, x, 'middle'), text(12, margin.top - 4, y)]);
}
