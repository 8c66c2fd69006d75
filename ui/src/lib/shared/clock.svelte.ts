import { createSubscriber } from 'svelte/reactivity';

/** The device's clock as reactive state; it ticks only while something on screen reads it. */
export class Clock {
	#track: () => void;

	constructor(periodMs: number) {
		this.#track = createSubscriber((update) => {
			const timer = setInterval(update, periodMs);
			return () => clearInterval(timer);
		});
	}

	/** Milliseconds since 1970. */
	get now(): number {
		this.#track();
		return Date.now();
	}
}

/** For countdowns. */
export const seconds = new Clock(250);
/** For the words of dates. */
export const minutes = new Clock(30_000);
