import { channel, refusalOf, type ErrorView, type FingerStep } from '$lib/api';
import { m } from '$lib/paraglide/messages';

type Steps = Awaited<ReturnType<typeof channel<FingerStep>>>;

const WORDS: Record<FingerStep, () => string> = {
	touch: m.finger_touch,
	again: m.finger_again,
	slower: m.finger_slower,
	center: m.finger_center,
	lift: m.finger_lift
};

/** A finger on the reader: while it is waited for, what to do; afterwards, why it was not known. */
export class Finger {
	/** Why the last wait ended without a finger that is known. */
	error = $state.raw<ErrorView | null>(null);
	#step = $state<FingerStep | null>(null);

	get waiting(): boolean {
		return this.#step !== null;
	}

	/** What the shopper does next, or did wrong. */
	get words(): string | null {
		if (this.#step) return WORDS[this.#step]();
		return this.error?.code === 'fingerprint.no_match' ? m.finger_other() : null;
	}

	/** Waits once. Answers with what it was for; `null` where the finger was not known or nobody touched. Whatever else goes wrong is thrown. */
	async wait<T>(ask: (steps: Steps) => Promise<T>): Promise<T | null> {
		this.#step = 'touch';
		this.error = null;
		try {
			return await ask(await channel<FingerStep>((step) => (this.#step = step)));
		} catch (cause) {
			const error = refusalOf(cause);
			if (!error.code.startsWith('fingerprint.')) throw cause;
			if (error.code !== 'fingerprint.stopped') this.error = error;
			return null;
		} finally {
			this.#step = null;
		}
	}
}
