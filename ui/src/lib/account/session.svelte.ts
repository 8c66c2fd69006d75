import { api, refusalOf, type AppState, type ErrorView } from '$lib/api';
import { Action } from '$lib/shared/action.svelte';
import { connection } from '$lib/shared/connection.svelte';
import { language } from '$lib/shared/language.svelte';

const PROBE_MS = 5000;

/** Who uses this device, and whether the service can be reached. */
export class Session {
	state = $state.raw<AppState | null>(null);
	error = $state.raw<ErrorView | null>(null);
	/** Where the shopper was when the wallet locked itself. */
	returnTo = '/';
	readonly signOut = new Action();
	readonly locking = new Action();

	/** Asks the shell; the answer decides between the wallet and the way into it. */
	async load(): Promise<void> {
		try {
			this.state = await api.appState();
			this.error = null;
			if (this.state.reachable) connection.reached();
			else connection.offline = true;
		} catch (cause) {
			this.error = refusalOf(cause);
		}
	}

	/** At the start of the window; tells the shell the language too, for titles and notifications. */
	async start(): Promise<void> {
		await this.load();
		try {
			await api.setLanguage(language.current);
		} catch (cause) {
			this.error = refusalOf(cause);
		}
	}

	/** While the service is silent, looks for it; calls `onReturn` when it answers again. */
	watch(onReturn?: () => void): () => void {
		const timer = setInterval(() => void this.#probe(onReturn), PROBE_MS);
		return () => clearInterval(timer);
	}

	async #probe(onReturn?: () => void): Promise<void> {
		if (!connection.offline) return;
		await this.load();
		if (!connection.offline) onReturn?.();
	}

	/** Locks the wallet now. */
	lock = (): Promise<boolean> =>
		this.locking.run(async () => {
			await api.lock();
			await this.load();
		});

	/** Closes the wallet on this device; answers whether that went through. */
	leave(): Promise<boolean> {
		return this.signOut.run(async () => {
			await api.signOut();
			await this.load();
		});
	}
}

export const session = new Session();
