import { api, type PasskeyView, type PasskeysView } from '$lib/api';
import { Loadable } from '$lib/shared/loadable.svelte';

/** Browsers and security keys that approve on a shop's checkout page. */
export class Passkeys extends Loadable<PasskeysView> {
	constructor() {
		super(() => api.pagePasskeys());
	}

	get list(): PasskeyView[] {
		return this.value?.passkeys ?? [];
	}
}
