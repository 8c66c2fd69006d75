/** A wallet PIN has six digits. */
export const PIN_LENGTH = 6;

/** A PIN while it is typed. It is taken once and then forgotten. */
export class PinEntry {
	#digits = $state('');
	#onComplete: (() => void) | undefined;

	/** `onComplete` is called when the last digit is in. */
	constructor(onComplete?: () => void) {
		this.#onComplete = onComplete;
	}

	get length(): number {
		return this.#digits.length;
	}

	get complete(): boolean {
		return this.#digits.length === PIN_LENGTH;
	}

	press(digit: number): void {
		if (this.complete) return;
		this.#digits += String(digit);
		if (this.complete) this.#onComplete?.();
	}

	remove(): void {
		this.#digits = this.#digits.slice(0, -1);
	}

	clear(): void {
		this.#digits = '';
	}

	/** Hands the PIN over and forgets it. */
	take(): string {
		const pin = this.#digits;
		this.clear();
		return pin;
	}
}
