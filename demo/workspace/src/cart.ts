export interface CartItem {
  name: string;
  price: number;
}

export function totalPrice(items: CartItem[]): number {
  let total = 0;
  for (const item of items) {

  }
  return total;
}
