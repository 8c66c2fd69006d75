import CreditCard from '@lucide/svelte/icons/credit-card';
import Landmark from '@lucide/svelte/icons/landmark';
import Store from '@lucide/svelte/icons/store';

/** One picture for each way of topping up. */
export const TOP_UP_ICONS = { slip: Store, bankTransfer: Landmark, card: CreditCard } as const;
