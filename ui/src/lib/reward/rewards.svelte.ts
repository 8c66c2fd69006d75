import { api, type InstrumentsView, type OrderView } from '$lib/api';
import { Loadable } from '$lib/shared/loadable.svelte';

/** So many of the newest orders explain their points. */
const EXPLAINED = 5;

interface Loaded {
	instruments: InstrumentsView;
	/** The newest orders that were paid, with the reasons of their points. */
	orders: OrderView[];
}

async function read(): Promise<Loaded> {
	const [instruments, page] = await Promise.all([api.instruments(), api.orders(null)]);
	const paid = page.orders.filter((row) => row.state !== 'declined' && row.state !== 'canceled');
	const orders = await Promise.all(paid.slice(0, EXPLAINED).map((row) => api.order(row.orderId)));
	return { instruments, orders };
}

/** The shopper's points: what there is, when it ends, and why it was given. */
export class Rewards extends Loadable<Loaded> {
	constructor() {
		super(read);
	}
}
