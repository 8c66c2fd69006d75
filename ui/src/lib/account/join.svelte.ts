import { api, type JoinView } from '$lib/api';
import { Action } from '$lib/shared/action.svelte';

/** How often the other device's answer is asked for, in milliseconds. */
const ASK_EVERY = 1500;
const LENGTH = 12;

/** This device asks another one, which shows a code, to be let in. */
export class Join {
	code = $state('');
	view = $state.raw<JoinView | null>(null);
	readonly presenting = new Action();
	readonly finishing = new Action();
	#onJoined: () => void;

	/** `onJoined` is called when the other device said yes. */
	constructor(onJoined: () => void) {
		this.#onJoined = onJoined;
	}

	get complete(): boolean {
		return this.code.replaceAll('-', '').length === LENGTH;
	}

	/** In groups of four, in capitals, as it is shown. */
	type = (text: string): void => {
		const plain = text
			.normalize('NFKC')
			.replace(/^saifu:\/\/join\//, '')
			.replace(/[^0-9a-z]/gi, '')
			.slice(0, LENGTH);
		this.code = (plain.toUpperCase().match(/.{1,4}/g) ?? []).join('-');
	};

	/** The code that a link brought. */
	takeLink = async (): Promise<boolean> => {
		const code = await api.takeJoin();
		if (code) this.type(code);
		return code !== null;
	};

	present = (): Promise<boolean> =>
		this.presenting.run(async () => {
			this.view = await api.presentJoin(this.code);
		});

	/** Another code. */
	restart = (): void => {
		this.view = null;
		this.code = '';
		this.finishing.clear();
	};

	/** While the other device has not answered; an `$effect` of the screen. */
	follow(): (() => void) | undefined {
		if (!this.view || this.finishing.error) return;
		const timer = setInterval(() => void this.#ask(), ASK_EVERY);
		return () => clearInterval(timer);
	}

	async #ask(): Promise<void> {
		let joined = false;
		await this.finishing.run(async () => {
			joined = (await api.finishJoin()) !== null;
		});
		if (joined) this.#onJoined();
	}
}
