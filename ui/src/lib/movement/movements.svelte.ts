import { api, type Amount, type MovementPage, type MovementView, type PromiseView } from '$lib/api';
import { Action } from '$lib/shared/action.svelte';
import { Loadable } from '$lib/shared/loadable.svelte';
import { monthText } from '$lib/shared/format/dates';

/** What is moved: points or gift balance. */
export type Kind = 'points' | 'gift';

interface Loaded {
	movements: MovementView[];
	cursor: string | null;
	balance: Amount;
	promised: PromiseView[];
}

/** The movements of one month, newest first. */
export interface MovementMonth {
	title: string;
	rows: MovementView[];
}

const READS: Record<Kind, (cursor: string | null) => Promise<MovementPage>> = {
	points: (cursor) => api.points(cursor),
	gift: (cursor) => api.giftBalance(cursor)
};

/** What moved so far, as far as it was loaded. */
export class Movements extends Loadable<Loaded> {
	readonly more = new Action();

	constructor(readonly kind: Kind) {
		super(() => READS[kind](null));
	}

	get months(): MovementMonth[] {
		const groups: MovementMonth[] = [];
		for (const row of this.value?.movements ?? []) {
			const title = monthText(row.at);
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
			const page = await READS[this.kind](loaded.cursor);
			const known = loaded.movements.map((row) => row.transferId);
			const fresh = page.movements.filter((row) => !known.includes(row.transferId));
			this.value = { ...loaded, movements: [...loaded.movements, ...fresh], cursor: page.cursor };
		});
	};
}
