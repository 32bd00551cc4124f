// The table: which domains are shown, in which order, and their rows.

const columns = [
  { key: 'health', title: 'Health', value: domain => domain.rank, first: -1, cell: domain => [badge(domain.health)] },
  { key: 'domain', title: 'Domain', value: domain => domain.domain, first: 1, cell: domain => [opener(domain)] },
  { key: 'selector', title: 'Selector', value: domain => domain.selector || '', first: 1, cell: domain => [domain.selector || ''] },
  { key: 'key', title: 'Key', value: domain => keyText(domain), first: 1, cell: domain => [keyText(domain)] },
  { key: 'age', title: 'Age', value: domain => domain.keyAgeDays ?? -1, first: -1, numeric: true,
    cell: domain => [domain.keyAgeDays === null ? '' : `${numbers.format(domain.keyAgeDays)} d`] },
  { key: 'dns', title: 'DNS', value: domain => domain.dnsStatus || '', first: 1,
    cell: domain => [state(dnsTexts[domain.dnsStatus], domain.dnsStatus === 'Verified', 'Not asked')] },
  { key: 'signing', title: 'Signing', value: domain => domain.signing || '', first: 1,
    cell: domain => [state(signingTexts[domain.signing], domain.signing === 'Signed', 'Not tried')] },
  { key: 'rotation', title: 'Rotation', value: domain => rotationText(domain), first: -1, cell: domain => [rotationText(domain)] },
  { key: 'next', title: 'Next due', value: domain => domain.nextDueAt || '9', first: 1, cell: domain => [dayText(domain.nextDueAt)] },
  { key: 'findings', title: 'Findings', value: domain => domain.findings.length, first: -1,
    cell: domain => breakable(domain.findingCodes) },
];

const view = { text: '', health: null, code: null, column: columns[0], direction: -1, page: 0, size: 50, open: new Set(), shown: [] };

const symbols = { Ok: '✓', Warning: '!', Critical: '✕' };

function badge(health) {
  return make('span', { class: `badge ${health.toLowerCase()}` },
    make('span', { class: 'symbol', 'aria-hidden': 'true' }, symbols[health]), health);
}

function state(text, isGood, unknown) {
  return text ? make('span', { class: isGood ? 'good' : 'bad' }, text) : make('span', { class: 'unknown' }, unknown);
}

// A long code may be broken between its words.
function breakable(codes) {
  return codes.split(/(?<=[a-z0-9])(?=[A-Z])/).flatMap((part, index) => index === 0 ? [part] : [make('wbr'), part]);
}

function opener(domain) {
  const isOpen = view.open.has(domain);
  return make('button', {
    type: 'button', class: 'opener', 'aria-expanded': String(isOpen), 'aria-controls': isOpen ? sectionId(domain) : null,
    onclick: () => toggle(domain),
  }, domain.domain);
}

function sectionId(domain) {
  return `section-${domains.indexOf(domain)}`;
}

function matching() {
  const words = view.text.toLowerCase().split(/\s+/).filter(Boolean);
  return domains.filter(domain =>
    (view.health === null || domain.health === view.health)
    && (view.code === null || domain.findings.some(finding => finding.code === view.code))
    && words.every(word => domain.words.includes(word)));
}

function sorted(list) {
  const { column, direction } = view;
  const compare = (a, b) => typeof a === 'number' ? a - b : collator.compare(a, b);
  return list
    .map(domain => ({ domain, value: column.value(domain) }))
    .sort((a, b) => direction * compare(a.value, b.value) || collator.compare(a.domain.domain, b.domain.domain))
    .map(item => item.domain);
}

function select() {
  view.shown = sorted(matching());
  view.page = 0;
  render();
}

function pageCount() {
  return Math.max(1, Math.ceil(view.shown.length / view.size));
}

function onPage() {
  const start = view.size === Infinity ? 0 : view.page * view.size;
  return view.shown.slice(start, start + view.size);
}

function renderRows(list) {
  const rows = document.createDocumentFragment();
  for (const domain of list) {
    rows.append(rowOf(domain));
    if (view.open.has(domain)) {
      rows.append(sectionRowOf(domain));
    }
  }
  document.getElementById('rows').replaceChildren(rows);
}

function rowOf(domain) {
  const cells = columns.map(column => {
    const kind = `${column.key}${column.numeric ? ' number' : ''}`;
    return column.key === 'domain'
      ? make('th', { scope: 'row', role: 'rowheader', class: kind, 'data-title': column.title }, ...column.cell(domain))
      : make('td', { role: 'cell', class: kind, 'data-title': column.title }, ...column.cell(domain));
  });
  return make('tr', { role: 'row', class: `row ${domain.health.toLowerCase()}` }, ...cells);
}

function sectionRowOf(domain) {
  return make('tr', { role: 'row', class: 'details' },
    make('td', { role: 'cell', colspan: columns.length, id: sectionId(domain) }, sectionOf(domain)));
}

function toggle(domain) {
  if (!view.open.delete(domain)) {
    view.open.add(domain);
  }
  renderRows(onPage());
  openerOf(domain)?.focus();
}

function openerOf(domain) {
  const rows = document.querySelectorAll('#rows > .row');
  return rows[onPage().indexOf(domain)]?.querySelector('.opener');
}

function sortBy(column, direction) {
  view.direction = direction ?? (view.column === column ? -view.direction : column.first);
  view.column = column;
  select();
}

function render() {
  renderRows(onPage());
  for (const head of document.querySelectorAll('#heads th')) {
    const isSorted = head.dataset.key === view.column.key;
    if (isSorted) {
      head.setAttribute('aria-sort', view.direction > 0 ? 'ascending' : 'descending');
    } else {
      head.removeAttribute('aria-sort');
    }
  }
  document.getElementById('sort').value = `${view.column.key} ${view.direction}`;
  const all = plural(domains.length, 'domain', 'domains');
  document.getElementById('count').textContent = view.shown.length === domains.length
    ? all : `${numbers.format(view.shown.length)} of ${all}`;
  document.getElementById('pages').hidden = pageCount() === 1;
  document.getElementById('page').textContent = `Page ${view.page + 1} of ${numbers.format(pageCount())}`;
  document.getElementById('previous').disabled = view.page === 0;
  document.getElementById('next').disabled = view.page >= pageCount() - 1;
  document.getElementById('domains').hidden = view.shown.length === 0;
  const empty = document.getElementById('empty');
  empty.hidden = view.shown.length > 0;
  empty.textContent = domains.length === 0
    ? 'This report has no domains: the host has no keys, and its signer has no entries.' : 'No domain matches the filter.';
}
