import { api, type TermsView } from '$lib/api';
import { Loadable } from '$lib/shared/loadable.svelte';

/** What the issuer of gift balance must tell. */
export class Terms extends Loadable<TermsView> {
	constructor() {
		super(() => api.terms());
	}
}
