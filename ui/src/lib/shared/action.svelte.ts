import { refusalOf, type ErrorView } from '$lib/api';

/** One thing that a button does: busy while it runs, with the refusal if it was refused. */
export class Action {
	busy = $state(false);
	error = $state.raw<ErrorView | null>(null);

	/** Runs once at a time; answers whether it went through. */
	async run(act: () => Promise<void>): Promise<boolean> {
		if (this.busy) return false;
		this.busy = true;
		this.error = null;
		try {
			await act();
			return true;
		} catch (cause) {
			this.error = refusalOf(cause);
			return false;
		} finally {
			this.busy = false;
		}
	}

	/** Takes the refusal off the screen. */
	clear(): void {
		this.error = null;
	}
}
