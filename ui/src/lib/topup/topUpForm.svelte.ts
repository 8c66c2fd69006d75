import { api, type Amount, type PurchaseView, type StoreChain, type TopUpMethod } from '$lib/api';
import { Action } from '$lib/shared/action.svelte';
import { AmountEntry } from '$lib/shared/amountEntry.svelte';

/** What the buttons offer, in yen. */
const PRESETS = ['1000', '3000', '5000'];

/** Where the form leads to. */
export interface TopUpWays {
	/** Choose the chain for this amount. */
	tochain: (amount: Amount) => void;
	/** It waits for somebody to pay it. */
	towaiting: (topUpId: string) => void;
	/** It waits for the shopper's approval. */
	toapproval: (purchase: PurchaseView) => void;
}

/** How much, and by which way. */
export class TopUpForm {
	readonly entry = new AmountEntry(PRESETS, '3000');
	method = $state<TopUpMethod>('slip');
	/** It was tried without an amount. */
	missing = $state(false);
	readonly asking = new Action();

	constructor(readonly ways: TopUpWays) {}

	submit = async (): Promise<void> => {
		const amount = this.entry.amount;
		this.missing = amount === null;
		this.asking.clear();
		if (!amount) return;
		if (this.method === 'slip') this.ways.tochain(amount);
		else await this.asking.run(() => (this.method === 'card' ? this.#byCard(amount) : this.#byBank(amount)));
	};

	async #byCard(amount: Amount): Promise<void> {
		const purchase = await api.topUpByCard({ amount });
		await api.openCheckout(purchase.checkoutSessionId);
		this.ways.toapproval(purchase);
	}

	async #byBank(amount: Amount): Promise<void> {
		const { topUpId } = await api.topUpByBank({ amount });
		this.ways.towaiting(topUpId);
	}
}

/** Which chain takes the cash. */
export class ChainForm {
	chain = $state<StoreChain>('sevenEleven');
	readonly asking = new Action();

	constructor(
		readonly amount: Amount,
		readonly towaiting: TopUpWays['towaiting']
	) {}

	submit = async (): Promise<void> => {
		await this.asking.run(async () => {
			const { topUpId } = await api.topUpBySlip({ amount: this.amount, chain: this.chain });
			this.towaiting(topUpId);
		});
	};
}
