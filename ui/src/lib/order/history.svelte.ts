import { api, type Amount, type OrderRowView } from '$lib/api';
import { Action } from '$lib/shared/action.svelte';
import { Loadable } from '$lib/shared/loadable.svelte';
import { monthText } from '$lib/shared/format/dates';
import { matches } from './search';

export type Filter = 'all' | 'online' | 'store' | 'refund';

/** The orders of one month, newest first. */
export interface MonthGroup {
	title: string;
	rows: OrderRowView[];
}

interface Loaded {
	rows: OrderRowView[];
	cursor: string | null;
	monthTotal: Amount;
	asOf: string;
}

const FILTERS: Record<Filter, (row: OrderRowView) => boolean> = {
	all: () => true,
	online: (row) => row.channel === 'online',
	store: (row) => row.channel === 'store',
	refund: (row) => row.state === 'refunded' || row.state === 'partiallyRefunded'
};

async function firstPage(): Promise<Loaded> {
	const { orders, ...rest } = await api.orders(null);
	return { rows: orders, ...rest };
}

/** The orders that were loaded so far, filtered and searched on this device. */
export class History extends Loadable<Loaded> {
	filter = $state<Filter>('all');
	query = $state('');
	readonly more = new Action();

	constructor() {
		super(firstPage);
	}

	/** The rows that fit the filter and the search. */
	get found(): OrderRowView[] {
		const rows = this.value?.rows ?? [];
		return rows.filter((row) => FILTERS[this.filter](row) && matches(row, this.query));
	}

	get narrowed(): boolean {
		return this.filter !== 'all' || this.query.trim() !== '';
	}

	get months(): MonthGroup[] {
		const groups: MonthGroup[] = [];
		for (const row of this.found) {
			const title = monthText(row.orderedAt);
			const last = groups.at(-1);
			if (last?.title === title) last.rows.push(row);
			else groups.push({ title, rows: [row] });
		}
		return groups;
	}

	/** Reads the next page; what is here already, because the list moved on meanwhile, is not listed twice. */
	loadMore = async (): Promise<void> => {
		const loaded = this.value;
		if (!loaded?.cursor) return;
		await this.more.run(async () => {
			const page = await api.orders(loaded.cursor);
			const known = loaded.rows.map((row) => row.orderId);
			const fresh = page.orders.filter((row) => !known.includes(row.orderId));
			this.value = { ...loaded, rows: [...loaded.rows, ...fresh], cursor: page.cursor };
		});
	};

	widen = (): void => {
		this.filter = 'all';
		this.query = '';
	};
}
