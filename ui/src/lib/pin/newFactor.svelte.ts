import { api } from '$lib/api';
import { Action } from '$lib/shared/action.svelte';

const CODE_LENGTH = 6;

/** What the window shows after the PIN: the app's first code is typed, or the recovery codes are taken. */
export class NewFactor {
	code = $state('');
	/** Where the codes were saved. */
	saved = $state<string | null>(null);
	readonly confirming = new Action();
	readonly saving = new Action();
	readonly taking = new Action();
	#requestId: number;

	constructor(requestId: number) {
		this.#requestId = requestId;
	}

	type = (text: string): void => {
		this.code = text.normalize('NFKC').replace(/\D/g, '').slice(0, CODE_LENGTH);
		this.confirming.clear();
	};

	/** The core closes the window where it is right. */
	confirm = (): Promise<boolean> =>
		this.confirming.run(async () => void (await api.confirmTotp(this.#requestId, this.code)));

	save = (codes: string[]): Promise<boolean> =>
		this.saving.run(async () => void (this.saved = await api.saveRecoveryCodes(this.#requestId, codes)));

	take = (): Promise<boolean> =>
		this.taking.run(async () => void (await api.takeRecoveryCodes(this.#requestId)));
}
