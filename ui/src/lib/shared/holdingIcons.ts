import Coins from '@lucide/svelte/icons/coins';
import CreditCard from '@lucide/svelte/icons/credit-card';
import Gift from '@lucide/svelte/icons/gift';
import Landmark from '@lucide/svelte/icons/landmark';
import Store from '@lucide/svelte/icons/store';
import Ticket from '@lucide/svelte/icons/ticket';
import Undo2 from '@lucide/svelte/icons/undo-2';

/** One picture for each way of topping up. */
export const TOP_UP_ICONS = { slip: Store, bankTransfer: Landmark, card: CreditCard } as const;

/** One picture for what made a lot. */
export const LOT_ICONS = {
	code: Ticket,
	gift: Gift,
	topUpCard: TOP_UP_ICONS.card,
	topUpSlip: TOP_UP_ICONS.slip,
	topUpBankTransfer: TOP_UP_ICONS.bankTransfer,
	points: Coins,
	refund: Undo2
} as const;
