// The timeline of a domain's rotations: one bar for each, from its start to its end or to the time of the report.

const svgNamespace = 'http://www.w3.org/2000/svg';

function draw(tag, attributes, ...children) {
  const element = document.createElementNS(svgNamespace, tag);
  for (const [name, value] of Object.entries(attributes)) {
    element.setAttribute(name, value);
  }
  element.append(...children);
  return element;
}

function timelineOf(domain) {
  const now = Date.parse(report.generatedAt);
  const bars = domain.rotations
    .filter(rotation => rotation.startedAt)
    .map(rotation => ({ rotation, start: Date.parse(rotation.startedAt), end: rotation.endedAt ? Date.parse(rotation.endedAt) : now }))
    .sort((a, b) => b.start - a.start);
  if (bars.length === 0) {
    return null;
  }
  const items = bars.map(bar => make('li', null, describe(bar.rotation)));
  return make('div', { class: 'history' }, make('h3', null, 'History'), chart(domain, bars, now), make('ul', { class: 'events' }, ...items));
}

function change(rotation) {
  const [before, after] = [rotation.oldSelector || '?', rotation.newSelector || '?'];
  return { Registration: `register ${after}`, Retirement: `retire ${rotation.oldSelector || 'its keys'}` }[rotation.kind] || `${before} → ${after}`;
}

function describe(rotation) {
  const until = rotation.endedAt ? ` to ${timeText(rotation.endedAt)}` : '';
  const wait = rotation.endedAt ? '' : waitTexts[rotation.waitingFor];
  const phase = rotation.isAborting && !rotation.endedAt ? 'Aborting' : rotation.phase;
  return `${change(rotation)}: ${[phase, wait].filter(Boolean).join(', ')}, from ${timeText(rotation.startedAt)}${until}`;
}

function chart(domain, bars, now) {
  const [width, left, rowHeight, axis] = [640, 8, 30, 22];
  const first = Math.min(...bars.map(bar => bar.start));
  const span = Math.max(now - first, 3600e3) * 1.02;
  const x = time => left + (time - first) / span * (width - 2 * left);
  const height = bars.length * rowHeight + axis;
  const svg = draw('svg', {
    viewBox: `0 0 ${width} ${height}`, class: 'timeline', role: 'img',
    'aria-label': `Timeline of ${domain.domain}: ${plural(bars.length, 'rotation', 'rotations')}, described in the list below`,
  });
  bars.forEach((bar, row) => {
    const top = row * rowHeight;
    const barWidth = Math.max(x(bar.end) - x(bar.start), 4);
    const isLate = x(bar.start) > width / 2;
    svg.append(
      draw('rect', { x: left, y: top + 4, width: width - 2 * left, height: rowHeight - 8, rx: 4, class: 'lane' }),
      draw('rect', { x: x(bar.start), y: top + 4, width: barWidth, height: rowHeight - 8, rx: 3, class: `bar ${barClass(bar.rotation)}` },
        draw('title', {}, describe(bar.rotation))),
      draw('text', {
        x: isLate ? x(bar.start) - 6 : x(bar.start) + barWidth + 6, y: top + rowHeight / 2 + 4, 'text-anchor': isLate ? 'end' : 'start',
      }, change(bar.rotation)));
  });
  const base = height - axis;
  svg.append(
    draw('line', { x1: left, x2: width - left, y1: base + 2, y2: base + 2, class: 'axis' }),
    draw('text', { x: left, y: height - 4 }, new Date(first).toISOString().slice(0, 10)),
    draw('text', { x: width - left, y: height - 4, 'text-anchor': 'end' }, new Date(now).toISOString().slice(0, 10)));
  return svg;
}

function barClass(rotation) {
  if (!rotation.endedAt) {
    return rotation.waitingFor === 'Person' ? 'waiting' : 'running';
  }
  return rotation.phase === 'Aborted' ? 'aborted' : 'completed';
}
