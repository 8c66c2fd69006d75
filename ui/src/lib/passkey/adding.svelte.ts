import { api, type PasskeyLink, type PasskeyView, type PinAnswered } from '$lib/api';
import { Action } from '$lib/shared/action.svelte';
import { seconds } from '$lib/shared/clock.svelte';
import type { Passkeys } from './passkeys.svelte';

/** A link that adds one browser or security key, opened in the PIN's window. */
export class Adding {
	link = $state.raw<PasskeyLink | null>(null);
	readonly asking = new Action();
	#passkeys: Passkeys;
	/** Those that were there when the link was opened. */
	#before = $state.raw<string[] | null>(null);

	constructor(passkeys: Passkeys) {
		this.#passkeys = passkeys;
	}

	/** Until the link is void, in milliseconds. */
	get msLeft(): number {
		return this.link ? Date.parse(this.link.expiresAt) - seconds.now : Number.POSITIVE_INFINITY;
	}

	/** What was added by it. */
	get added(): PasskeyView | undefined {
		const before = this.#before;
		return before ? this.#passkeys.list.find(({ passkeyId }) => !before.includes(passkeyId)) : undefined;
	}

	/** The PIN, or a finger, opens it. */
	ask = (): Promise<boolean> => this.asking.run(async () => void (await api.askPin({ kind: 'addPasskey' })));

	answered = ({ purpose, done }: PinAnswered): void => {
		if (purpose.kind === 'addPasskey' && done) void this.asking.run(this.#show);
	};

	#show = async (): Promise<void> => {
		await this.#passkeys.refresh();
		this.#before = this.#passkeys.list.map(({ passkeyId }) => passkeyId);
		this.link = await api.passkeyLink();
	};
}
