import { refusalOf, type ErrorView } from '$lib/api';
import { connection } from './connection.svelte';

/** A view of the service: the last good value stays while a newer one is read or cannot be had. */
export class Loadable<T> {
	value = $state.raw<T | null>(null);
	error = $state.raw<ErrorView | null>(null);
	busy = $state(false);
	#read: () => Promise<T>;
	#latest = 0;

	constructor(read: () => Promise<T>) {
		this.#read = read;
	}

	/** Whether there was an answer, good or bad: what stands below may be shown and stays where it is. */
	get answered(): boolean {
		return this.value !== null || this.error !== null;
	}

	/** Reads again; of overlapping reads the one that was asked for last wins. */
	async refresh(): Promise<void> {
		const turn = ++this.#latest;
		this.busy = true;
		try {
			const value = await this.#read();
			if (turn === this.#latest) this.#take(value);
		} catch (cause) {
			if (turn === this.#latest) this.#refuse(refusalOf(cause));
		}
		if (turn === this.#latest) this.busy = false;
	}

	#take(value: T): void {
		this.value = value;
		this.error = null;
		connection.reached();
	}

	#refuse(error: ErrorView): void {
		this.error = error;
		connection.failed(error);
	}
}
