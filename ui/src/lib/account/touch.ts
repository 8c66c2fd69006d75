import { api } from '$lib/api';

/** More often is not told, in milliseconds. */
const PAUSE_MS = 10_000;

/** Tells the core that somebody uses the wallet, which would lock itself otherwise. */
export class Touch {
	#told = 0;

	note = (): void => {
		if (Date.now() - this.#told < PAUSE_MS) return;
		this.#told = Date.now();
		// What is not heard locks the wallet early, and nothing worse.
		void api.touch().catch(() => undefined);
	};
}
