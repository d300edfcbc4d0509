import { useWindow, useWindowState } from '../app/window-context.ts';
import type { LateMenuProps } from '../ui/late-menu.ts';
import { Menu, MenuChoice, MenuChoices } from '../ui/menu.tsx';
import { listOrders } from './list-order.ts';
import { OrderButton } from './order-menu-button.tsx';

/** Chooses how the list is ordered. Remembered for the blog. */
export function OrderMenu({ meanwhile }: LateMenuProps) {
  const { actions } = useWindow();
  const order = useWindowState((state) => state.layout.listOrder ?? 'newest');
  return (
    <Menu meanwhile={meanwhile} trigger={<OrderButton />}>
      <MenuChoices
        label="Order of the posts"
        value={order}
        onChange={(value) =>
          actions.changeLayout({ listOrder: listOrders.find((each) => each.order === value)?.order })
        }
      >
        {listOrders.map((each) => (
          <MenuChoice key={each.order} value={each.order}>
            {each.words}
          </MenuChoice>
        ))}
      </MenuChoices>
    </Menu>
  );
}
