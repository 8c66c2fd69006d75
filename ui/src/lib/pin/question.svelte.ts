import { api, refusalOf, type ErrorView, type PinRequest, type PinResult, type SecurityMark } from '$lib/api';
import { Action } from '$lib/shared/action.svelte';
import { seconds } from '$lib/shared/clock.svelte';
import { language } from '$lib/shared/language.svelte';
import { Finger } from '$lib/shared/finger.svelte';
import { PinEntry } from '$lib/shared/pin.svelte';

/** Where the question stands; what the window shows follows from this alone. */
export type Phase = 'reading' | 'mark' | 'choose' | 'repeat' | 'enter' | 'busy' | 'result' | 'refused';

/** Refusals after which the PIN may be typed again. */
const AGAIN = ['approval.pin_wrong', 'approval.pin_locked', 'device.service_unreachable', 'device.pin_weak'];

/** The window that asks for the PIN: once, or twice where it is chosen. */
export class PinQuestion {
	request = $state.raw<PinRequest | null>(null);
	error = $state.raw<ErrorView | null>(null);
	/** What only this window shows, once the PIN was right. */
	result = $state.raw<PinResult | null>(null);
	/** The second PIN was not the first. */
	differed = $state(false);
	/** The mark that is being chosen. */
	picture = $state(0);
	tint = $state(1);
	readonly leaving = new Action();
	readonly finger = new Finger();
	readonly entry = new PinEntry(() => void this.#typed());
	#phase = $state<Phase>('reading');
	#old: string | null = null;
	#mark: SecurityMark | null = null;
	#chosen = '';

	get phase(): Phase {
		return this.#phase;
	}

	get chooses(): boolean {
		return this.request?.purpose.kind === 'createPasskey';
	}

	/** RFC 3339, while wrong PINs lock the pad. */
	get lockedUntil(): string | null {
		const until = this.error?.code === 'approval.pin_locked' ? this.error.retryAt : null;
		return until && Date.parse(until) > seconds.now ? until : null;
	}

	get triesLeft(): number | null {
		return this.error?.code === 'approval.pin_wrong' ? (this.error.triesLeft ?? null) : null;
	}

	/** Reads what is asked from the core. */
	read = async (): Promise<void> => {
		try {
			this.request = await api.pinRequest();
			language.show(this.request.language);
			this.picture = this.request.mark?.picture ?? 0;
			this.tint = this.request.mark?.tint ?? 1;
			if (this.request.purpose.kind === 'chooseMark') this.#phase = 'mark';
			else this.restart();
			if (this.request.fingerprint) void this.touch();
		} catch (cause) {
			this.#refuse(refusalOf(cause));
		}
	};

	/** From the first digit. */
	restart = (): void => {
		this.#old = null;
		this.#chosen = '';
		this.entry.clear();
		this.#phase = this.chooses ? 'choose' : 'enter';
	};

	/** Waits for a finger, beside the pad; the core closes the window where it is known. */
	touch = async (): Promise<void> => {
		if (!this.request || this.finger.waiting) return;
		const { requestId } = this.request;
		try {
			const result = await this.finger.wait((steps) => api.answerByFingerprint(requestId, steps));
			if (result) this.#take(result);
		} catch (cause) {
			this.#refuse(refusalOf(cause));
		}
	};

	/** The mark is as it stands; the PIN comes next. */
	takeMark = (): void => {
		this.#mark = { picture: this.picture, tint: this.tint };
		this.restart();
	};

	close = (): Promise<boolean> => this.leaving.run(async () => void (await api.closePin()));

	async #typed(): Promise<void> {
		const pin = this.entry.take();
		if (this.#phase === 'enter' && this.request?.purpose.kind === 'changePin') {
			this.#old = pin;
			this.#phase = 'choose';
			return;
		}
		if (this.#phase === 'choose') {
			this.#chosen = pin;
			this.differed = false;
			this.#phase = 'repeat';
			return;
		}
		this.differed = this.#phase === 'repeat' && pin !== this.#chosen;
		if (this.differed) return this.restart();
		await this.#answer(pin);
	}

	/** The core closes the window when it is done. */
	async #answer(pin: string): Promise<void> {
		if (!this.request) return;
		this.#phase = 'busy';
		this.error = null;
		this.finger.error = null;
		try {
			const { requestId } = this.request;
			const [typed, next] = this.#old === null ? [pin, null] : [this.#old, pin];
			this.#take(await api.answerPin(requestId, typed, next, this.#mark));
		} catch (cause) {
			this.#refuse(refusalOf(cause));
		}
	}

	/** Where nothing is to be shown the core closes the window. */
	#take(result: PinResult): void {
		if (result.kind === 'done') return;
		this.result = result;
		this.#phase = 'result';
	}

	#refuse(error: ErrorView): void {
		this.error = error;
		if (this.request && AGAIN.includes(error.code)) this.restart();
		else this.#phase = 'refused';
	}
}
