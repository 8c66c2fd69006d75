// Line drawings of the goods, drawn here so that the shop loads nothing from elsewhere.
import { html } from './html.mjs';

const DRAWINGS = {
  bag: html`<path d="M36 26h48l6 12v62a6 6 0 0 1-6 6H36a6 6 0 0 1-6-6V38z" /><path d="M30 38h60M44 26l-3 12M76 26l3 12" />
    <ellipse cx="60" cy="73" rx="13" ry="18" transform="rotate(24 60 73)" /><path d="M66 57c-9 8-3 22-12 32" />`,
  dripper: html`<path d="M28 34h58L70 78H48z" /><path d="M86 40c14-2 16 18-7 20" /><path d="M38 78h42M50 78v6h18v-6" />
    <path d="M40 44l8 26M57 44v26M74 44l-8 26" /><path d="M59 90v4M59 100v4" />`,
  filter: html`<path d="M24 36h72L74 92H46z" /><path d="M32 30h72L82 86" /><path d="M24 36l8-6M34 46h52" />`,
  pot: html`<path d="M40 44h40l6 52H34z" /><path d="M50 44c0-10 20-10 20 0M60 36v-6" />`,
  sweet: html`<rect x="24" y="40" width="72" height="20" rx="4" /><rect x="24" y="68" width="72" height="20" rx="4" />
    <path d="M46 40v20M46 68v20M84 40v20M84 68v20" />`,
};

/** A decorative drawing; its name stands beside it. */
export function picture(kind) {
  return html`<svg class="picture" viewBox="0 0 120 130" aria-hidden="true">${DRAWINGS[kind]}</svg>`;
}

/** The wallet's sign for its button. */
export const WALLET_SIGN = html`<svg class="sign" viewBox="0 0 24 24" aria-hidden="true">
  <path d="M4 7.5A2.5 2.5 0 0 1 6.5 5H18v3" /><path d="M4 7.5v9A2.5 2.5 0 0 0 6.5 19H20V8H5" />
  <circle cx="16.5" cy="13.5" r="1.1" /></svg>`;
