import { api, type JoinCode, type JoinView, type PinAnswered } from '$lib/api';
import { Action } from '$lib/shared/action.svelte';
import { seconds } from '$lib/shared/clock.svelte';

/** How often is asked whether a device has read the code, in milliseconds. */
const ASK_EVERY = 1500;

/** A code that lets one more device in. */
export class Invitation {
	code = $state.raw<JoinCode | null>(null);
	view = $state.raw<JoinView | null>(null);
	readonly opening = new Action();
	readonly answering = new Action();

	/** Until the code is void, in milliseconds. */
	get msLeft(): number {
		return this.code ? Date.parse(this.code.expiresAt) - seconds.now : Number.POSITIVE_INFINITY;
	}

	/** Where it stands: a code that ended without an answer is over. */
	get state(): JoinView['state'] {
		const state = this.view?.state ?? 'open';
		const waits = state === 'open' || state === 'presented';
		return waits && this.msLeft <= 0 ? 'expired' : state;
	}

	open = async (): Promise<void> => {
		this.view = null;
		await this.opening.run(async () => {
			this.code = await api.openJoin();
		});
	};

	/** While nobody has answered; an `$effect` of the screen. */
	follow(): (() => void) | undefined {
		// Not `state`: it ticks with the clock, and each tick would begin the pause anew.
		const state = this.view?.state ?? 'open';
		if (!this.code || (state !== 'open' && state !== 'presented')) return;
		const timer = setInterval(() => void this.#look(), ASK_EVERY);
		return () => clearInterval(timer);
	}

	/** The yes is given in the PIN's window. */
	confirm = (): Promise<boolean> =>
		this.answering.run(async () => {
			const joinId = this.code?.joinId ?? '';
			await api.askPin({ kind: 'confirmJoin', joinId });
		});

	answered = ({ purpose, done }: PinAnswered): void => {
		const ours = purpose.kind === 'confirmJoin' && purpose.joinId === this.code?.joinId;
		if (ours && done) void this.#look();
	};

	refuse = (): Promise<boolean> =>
		this.answering.run(async () => {
			this.view = await api.refuseJoin(this.code?.joinId ?? '');
		});

	/** What is not answered is asked again. */
	async #look(): Promise<void> {
		const code = this.code;
		const view = code ? await api.join(code.joinId).catch(() => null) : null;
		if (view && code === this.code) this.view = view;
	}
}
