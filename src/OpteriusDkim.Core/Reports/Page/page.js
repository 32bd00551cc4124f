// Fills the page and connects its controls.

function showOrigin() {
  const title = `DKIM report of ${report.host}`;
  document.title = title;
  document.querySelector('h1').textContent = title;
  document.getElementById('origin').textContent = `Written ${timeText(report.generatedAt)} by ${report.generator}`;
  const days = Math.floor((Date.now() - Date.parse(report.generatedAt)) / 86400e3);
  const stale = document.getElementById('stale');
  stale.hidden = days < 2;
  stale.textContent = `This report is ${plural(days, 'day', 'days')} old.`;
}

function showTiles() {
  const counts = countBy(domains, domain => [domain.health]);
  const tile = (health, label, count) => {
    const button = make('button', { type: 'button', class: `tile ${(health || 'all').toLowerCase()}`, 'aria-pressed': 'false' },
      make('span', { class: 'figure' }, numbers.format(count)), make('span', { class: 'label' }, label));
    button.addEventListener('click', () => {
      view.health = view.health === health ? null : health;
      press('#tiles', button, view.health === health && health !== null);
      select();
    });
    return button;
  };
  document.getElementById('tiles').replaceChildren(
    tile(null, domains.length === 1 ? 'Domain' : 'Domains', domains.length),
    ...['Critical', 'Warning', 'Ok'].map(health => tile(health, health, counts.get(health) || 0)));
}

// Shows one button of a group as pressed, or none.
function press(group, button, isPressed) {
  for (const other of document.querySelectorAll(`${group} button`)) {
    other.setAttribute('aria-pressed', String(other === button && isPressed));
  }
}

function showFacts() {
  const asked = domains.filter(domain => domain.dnsStatus !== null);
  const tried = domains.filter(domain => domain.signing !== null);
  const ages = domains.map(domain => domain.keyAgeDays).filter(age => age !== null);
  const facts = [
    ['Verified in DNS', `${share(asked, domain => domain.dnsStatus === 'Verified')}`],
    ['Proven to sign', `${share(tried, domain => domain.signing === 'Signed')}`],
    ['Waiting for a person', numbers.format(domains.filter(domain => domain.waitingFor === 'Person').length)],
    ['Rotations under way', numbers.format(domains.filter(domain => domain.rotationPhase !== null).length)],
    ['Oldest key', ages.length === 0 ? 'none' : plural(ages.reduce((a, b) => Math.max(a, b)), 'day', 'days')],
  ];
  document.getElementById('facts').replaceChildren(...facts.map(([label, text]) =>
    make('div', null, make('dt', null, label), make('dd', null, text))));
}

function share(list, isCounted) {
  return list.length === 0 ? 'not checked' : `${numbers.format(list.filter(isCounted).length)} of ${numbers.format(list.length)}`;
}

function showCauses() {
  const codesOf = domain => domain.findings.filter(finding => finding.severity !== 'Information').map(finding => finding.code);
  const counts = [...countBy(domains, codesOf)].sort((a, b) => b[1] - a[1]).slice(0, 8);
  const group = document.getElementById('causes');
  group.hidden = counts.length === 0;
  group.replaceChildren(make('span', { class: 'muted' }, 'Findings'), ...counts.map(([code, count]) => {
    const button = make('button', { type: 'button', class: 'chip', 'aria-pressed': 'false' }, code, make('span', { class: 'figure' }, numbers.format(count)));
    button.addEventListener('click', () => {
      view.code = view.code === code ? null : code;
      press('#causes', button, view.code === code);
      select();
    });
    return button;
  }));
}

function showHeads() {
  document.getElementById('heads').replaceChildren(...columns.map(column =>
    make('th', { scope: 'col', role: 'columnheader', class: `${column.key}${column.numeric ? ' number' : ''}`, 'data-key': column.key },
      make('button', { type: 'button', onclick: () => sortBy(column) }, column.title))));
  document.getElementById('sort').replaceChildren(...columns.flatMap(column => [column.first, -column.first].map(direction =>
    make('option', { value: `${column.key} ${direction}` }, `${column.title}, ${direction > 0 ? 'ascending' : 'descending'}`))));
}

function goTo(page) {
  view.page = page;
  render();
  document.getElementById('domains').focus();
}

// A link to the report with #example.com opens that domain's section.
function openLinked() {
  const name = decodeURIComponent(location.hash.slice(1)).toLowerCase();
  const domain = domains.find(item => item.domain === name);
  if (domain) {
    view.open.add(domain);
    view.page = view.size === Infinity ? 0 : Math.floor(view.shown.indexOf(domain) / view.size);
    render();
    openerOf(domain)?.focus();
  }
}

function connect() {
  const byId = id => document.getElementById(id);
  byId('filter').addEventListener('input', event => { view.text = event.target.value; select(); });
  byId('size').addEventListener('change', event => { view.size = Number(event.target.value); view.page = 0; render(); });
  byId('sort').addEventListener('change', event => {
    const [key, direction] = event.target.value.split(' ');
    sortBy(columns.find(column => column.key === key), Number(direction));
  });
  byId('previous').addEventListener('click', () => goTo(view.page - 1));
  byId('next').addEventListener('click', () => goTo(view.page + 1));
  addEventListener('hashchange', openLinked);

  // On paper there are no pages of the table, and the sections of domains with problems are open.
  let opened = null;
  addEventListener('beforeprint', () => {
    opened = new Set(view.open);
    view.shown.filter(domain => domain.rank > 0).slice(0, 200).forEach(domain => view.open.add(domain));
    renderRows(view.shown);
  });
  addEventListener('afterprint', () => {
    view.open = opened ?? view.open;
    render();
  });
}

showOrigin();
showTiles();
showFacts();
showCauses();
showHeads();
connect();
select();
openLinked();
document.documentElement.dataset.ready = 'true';
