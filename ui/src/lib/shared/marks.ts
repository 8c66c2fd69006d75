import Apple from '@lucide/svelte/icons/apple';
import Bike from '@lucide/svelte/icons/bike';
import Bird from '@lucide/svelte/icons/bird';
import Cat from '@lucide/svelte/icons/cat';
import Coffee from '@lucide/svelte/icons/coffee';
import Fish from '@lucide/svelte/icons/fish';
import Flower from '@lucide/svelte/icons/flower-2';
import Leaf from '@lucide/svelte/icons/leaf';
import Moon from '@lucide/svelte/icons/moon';
import Mountain from '@lucide/svelte/icons/mountain';
import Turtle from '@lucide/svelte/icons/turtle';
import Umbrella from '@lucide/svelte/icons/umbrella';
import { m } from '$lib/paraglide/messages';

/** The pictures of security marks, in the order that the core numbers them. */
export const PICTURES = [
	{ icon: Cat, name: m.mark_cat },
	{ icon: Bird, name: m.mark_bird },
	{ icon: Fish, name: m.mark_fish },
	{ icon: Turtle, name: m.mark_turtle },
	{ icon: Flower, name: m.mark_flower },
	{ icon: Leaf, name: m.mark_leaf },
	{ icon: Mountain, name: m.mark_mountain },
	{ icon: Moon, name: m.mark_moon },
	{ icon: Umbrella, name: m.mark_umbrella },
	{ icon: Bike, name: m.mark_bike },
	{ icon: Coffee, name: m.mark_coffee },
	{ icon: Apple, name: m.mark_apple }
] as const;

/** The colours, by the number of their tint. */
export const TINTS = [1, 2, 3, 4, 5, 6] as const;
