// The section of a domain: what was found, what to do, the records to copy, the history.

function sectionOf(domain) {
  const name = domain.domain;
  return make('section', { 'aria-label': name, class: 'section' },
    nextStep(domain),
    findingsOf(domain),
    recordsOf(domain),
    keysOf(domain),
    timelineOf(domain),
    make('p', { class: 'muted' }, `Checked ${timeText(domain.checkedAt)}`));
}

function nextStep(domain) {
  if (!domain.nextAction) {
    return null;
  }
  const due = domain.nextDueAt ? ` (${timeText(domain.nextDueAt)})` : '';
  return make('div', { class: 'next-step' }, make('h3', null, 'Next step'), make('p', { class: 'text' }, domain.nextAction + due));
}

function findingsOf(domain) {
  if (domain.findings.length === 0) {
    return make('p', { class: 'fine' }, 'No findings.');
  }
  const items = domain.findings.map(finding => make('li', { class: `finding ${finding.severity.toLowerCase()}` },
    make('p', { class: 'finding-title' },
      make('span', { class: `badge ${severityClass(finding.severity)}` }, finding.severity), make('code', null, finding.code)),
    make('p', { class: 'text' }, finding.message),
    finding.advice ? make('p', { class: 'text advice' }, finding.advice) : null));
  return make('div', null, make('h3', null, 'Findings'), make('ul', { class: 'found' }, ...items));
}

function severityClass(severity) {
  return { Error: 'critical', Warning: 'warning' }[severity] || 'note';
}

// The records that a person has to change come first, then those of the keys.
function recordsOf(domain) {
  const wanted = domain.rotations
    .filter(rotation => rotation.record && !rotation.endedAt)
    .map(rotation => ({ title: actionText(rotation.recordAction), record: rotation.record }));
  const names = new Set(wanted.map(item => item.record.dnsName));
  const published = domain.keys
    .filter(key => key.record && !names.has(key.record.dnsName))
    .map(key => ({ title: `Record of ${key.selector}`, record: key.record }));
  const all = [...wanted, ...published];
  return all.length === 0 ? null
    : make('div', null, make('h3', null, all.length === 1 ? 'DNS record' : 'DNS records'), ...all.map(recordOf));
}

function actionText(action) {
  return { Publish: 'Publish this record', Replace: 'Replace the record with this one', Remove: 'Remove this record' }[action] || 'Record';
}

function recordOf({ title, record }) {
  const line = (label, text, isCopied) => [
    make('dt', null, label),
    make('dd', null, make('code', { class: 'value' }, text), isCopied ? copyButton(text, `${label.toLowerCase()} of ${record.dnsName}`) : null),
  ];
  return make('div', { class: 'record' }, make('h4', null, title), make('dl', null,
    ...line('Name', record.name, true), ...line('Type', record.type), ...line('TTL', String(record.ttl)), ...line('Value', record.value, true)));
}

function copyButton(text, what) {
  const button = make('button', { type: 'button', class: 'copy', 'aria-label': `Copy the ${what}` }, 'Copy');
  button.addEventListener('click', async () => {
    const isDone = await copy(text);
    button.textContent = isDone ? 'Copied' : 'Select and copy by hand';
    document.getElementById('announce').textContent = isDone ? `Copied the ${what}.` : 'The browser does not permit copying.';
    setTimeout(() => { button.textContent = 'Copy'; }, 2000);
  });
  return button;
}

// The clipboard's interface is missing where the page came over HTTP, and may be refused for a file.
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const focused = document.activeElement;
    const box = make('textarea', { class: 'hidden', 'aria-hidden': 'true', readonly: true });
    box.value = text;
    document.body.append(box);
    box.select();
    const isDone = document.execCommand('copy');
    box.remove();
    focused?.focus();
    return isDone;
  }
}

function keysOf(domain) {
  if (domain.keys.length === 0) {
    return null;
  }
  const rows = domain.keys.map(key => make('tr', null,
    make('th', { scope: 'row' }, key.selector),
    make('td', null, keyText(key)),
    make('td', { class: 'number' }, key.ageDays === null ? '' : `${numbers.format(key.ageDays)} d`),
    make('td', null, { true: 'signs', false: 'does not sign' }[key.signs] || 'unknown'),
    make('td', null, dnsTexts[key.dnsStatus] || 'Not asked')));
  const heads = ['Selector', 'Key', 'Age', 'Use', 'DNS'].map(title => make('th', { scope: 'col' }, title));
  return make('div', null, make('h3', null, 'Keys'),
    make('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': `Keys of ${domain.domain}` },
      make('table', { class: 'keys' }, make('thead', null, make('tr', null, ...heads)), make('tbody', null, ...rows))));
}
