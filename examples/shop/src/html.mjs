// Text for pages: everything that is put in is escaped, unless it was made here.

class Html {
  constructor(text) {
    this.text = text;
  }
  toString() {
    return this.text;
  }
}

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

function print(value) {
  if (value instanceof Html) return value.text;
  if (Array.isArray(value)) return value.map(print).join('');
  if (value === null || value === undefined || value === false) return '';
  return String(value).replace(/[&<>"']/g, (sign) => ENTITIES[sign]);
}

/** A tagged template; arrays are joined, `null` and `false` leave nothing. */
export function html(parts, ...values) {
  return new Html(parts.reduce((text, part, index) => text + print(values[index - 1]) + part));
}

const FIGURES = new Intl.NumberFormat('ja-JP');

/** 「1,480円」, kept on one line. */
export const yen = (amount) => html`<span class="nb">${FIGURES.format(amount)}<small>円</small></span>`;
