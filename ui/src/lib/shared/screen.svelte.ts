import { MediaQuery } from 'svelte/reactivity';

/** The main window has its side navigation and two columns. */
export const wide = new MediaQuery('(min-width: 1120px)');
/** A page with a window of its own stands in two panes. */
export const panes = new MediaQuery('(min-width: 900px)');
