import { api, onWalletEvent, type GiftPrint, type GiftsView, type GiftView } from '$lib/api';
import { Action } from '$lib/shared/action.svelte';
import { Loadable } from '$lib/shared/loadable.svelte';

/** The gifts that were sent, newest first. */
export class Gifts extends Loadable<GiftsView> {
	constructor() {
		super(() => api.gifts());
	}

	/** Follows what happens to gifts; answers how to stop. */
	follow = (): (() => void) => {
		void this.refresh();
		return onWalletEvent(({ kind }) => {
			if (kind === 'giftChanged') void this.refresh();
		});
	};
}

/** What the shopper is asked before it is done. */
export type Question = 'resend' | 'print' | 'cancel';

/** One gift that was sent; it follows what happens to it while it is on screen. */
export class SentGift extends Loadable<GiftView> {
	asking = $state<Question | null>(null);
	resent = $state(false);
	/** A code that was drawn for printing. It is money: it lives as long as this screen. */
	print = $state.raw<GiftPrint | null>(null);
	readonly acting = new Action();

	constructor(readonly giftId: string) {
		super(() => api.gift(giftId));
	}

	ask = (question: Question): void => {
		this.acting.clear();
		this.asking = question;
	};

	keep = (): void => {
		this.asking = null;
	};

	/** Does what was asked about. */
	act = async (): Promise<void> => {
		const question = this.asking;
		if (!question) return;
		const done = await this.acting.run(() => this.#do(question));
		if (done) this.asking = null;
	};

	closePrint = (): void => {
		this.print = null;
	};

	follow = (): (() => void) => {
		void this.refresh();
		return onWalletEvent(({ kind, objectId }) => {
			if (kind === 'giftChanged' && objectId === this.giftId) void this.refresh();
		});
	};

	async #do(question: Question): Promise<void> {
		if (question === 'print') this.print = await api.printGift(this.giftId);
		if (question === 'cancel') this.value = await api.cancelGift(this.giftId);
		if (question === 'resend') {
			this.value = await api.resendGift(this.giftId);
			this.resent = true;
		}
	}
}
