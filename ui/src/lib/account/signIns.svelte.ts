import { api, type DisownedView, type SignInPage, type SignInView } from '$lib/api';
import { Action } from '$lib/shared/action.svelte';
import { Loadable } from '$lib/shared/loadable.svelte';

/** The history of sign-ins as far as it was loaded, newest first, and *that was not me*. */
export class SignIns extends Loadable<SignInPage> {
	/** What the question is about. */
	asked = $state.raw<SignInView | null>(null);
	/** What the last answer ended. */
	ended = $state.raw<DisownedView | null>(null);
	readonly more = new Action();
	readonly disowning = new Action();

	constructor() {
		super(() => api.signIns(null));
	}

	loadMore = async (): Promise<void> => {
		const loaded = this.value;
		if (!loaded?.cursor) return;
		await this.more.run(async () => {
			const page = await api.signIns(loaded.cursor);
			const known = loaded.signIns.map((one) => one.signInId);
			const fresh = page.signIns.filter((one) => !known.includes(one.signInId));
			this.value = { ...page, signIns: [...loaded.signIns, ...fresh] };
		});
	};

	ask = (signIn: SignInView): void => {
		this.disowning.clear();
		this.asked = signIn;
	};

	close = (): void => {
		this.asked = null;
	};

	disown = async (): Promise<void> => {
		const id = this.asked?.signInId;
		if (!id) return;
		const done = await this.disowning.run(async () => {
			this.ended = await api.disownSignIn(id);
		});
		if (!done) return;
		this.asked = null;
		await this.refresh();
	};
}
