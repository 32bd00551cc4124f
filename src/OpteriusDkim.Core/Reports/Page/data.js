// Reads the report, and answers questions about it. Text from outside is never parsed as HTML: see make().

const report = JSON.parse(document.getElementById('report').textContent);
const domains = report.domains;
const healths = ['Ok', 'Warning', 'Critical'];
const collator = new Intl.Collator('en', { numeric: true });
const numbers = new Intl.NumberFormat('en');

const dnsTexts = { NotConfigured: 'No key', KeyGenerated: 'Not verified', Verified: 'Verified', Mismatch: 'Mismatch' };
const signingTexts = {
  Signed: 'Signed', Unsigned: 'Unsigned', TemporaryFailure: 'Deferred', Rejected: 'Rejected', Unreachable: 'No signer',
};
const waitTexts = {
  Person: 'waits for a person', Dns: 'waits for DNS', Time: 'waits for its time', Signer: 'waits for the signer',
};

for (const domain of domains) {
  domain.rank = healths.indexOf(domain.health);
  domain.words = [
    domain.domain, domain.selector, domain.health, domain.findingCodes, domain.nextAction, domain.rotationPhase,
    waitTexts[domain.waitingFor], dnsTexts[domain.dnsStatus], signingTexts[domain.signing],
  ].join(' ').toLowerCase();
}

function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (name === 'onclick') {
      element.addEventListener('click', value);
    } else if (value !== null && value !== undefined && value !== false) {
      element.setAttribute(name, value === true ? '' : value);
    }
  }
  // append() makes text nodes of texts.
  element.append(...children.filter(child => child !== null && child !== undefined));
  return element;
}

// A time as the report has it, 2026-11-27T06:00:00Z, for people.
function timeText(time) {
  return time ? `${time.slice(0, 10)} ${time.slice(11, 16)} UTC` : '';
}

function dayText(time) {
  return time ? time.slice(0, 10) : '';
}

function plural(count, one, many) {
  return `${numbers.format(count)} ${count === 1 ? one : many}`;
}

function keyText(domain) {
  return domain.algorithm ? `${domain.algorithm.toUpperCase()} ${domain.algorithm === 'Rsa' ? domain.keySize || '' : ''}`.trim() : '';
}

function rotationText(domain) {
  return [domain.rotationPhase, waitTexts[domain.waitingFor]].filter(Boolean).join(', ');
}

function countBy(list, keyOf) {
  const counts = new Map();
  for (const item of list) {
    for (const key of new Set(keyOf(item))) {
      counts.set(key, (counts.get(key) || 0) + 1);
    }
  }
  return counts;
}
