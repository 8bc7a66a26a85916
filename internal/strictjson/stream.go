package strictjson

import "reflect"

// Each is a list of a model whose elements are taken one by one, as they are read, and never stand together: what is
// kept of an element is for Take to keep.
type Each[T any] struct {
	// Take is called with each element, in order, and gives how many bytes it keeps of it: what the element took in the
	// budget is given back, but for these. The element is zero again afterwards; its words, and its times, may be kept
	// and are counted.
	Take func(element *T) (kept int)
}

// streamed is any Each.
type streamed interface {
	element() reflect.Type
	take(element any) (kept int)
}

func (*Each[T]) element() reflect.Type { return reflect.TypeFor[T]() }

func (e *Each[T]) take(element any) int { return e.Take(element.(*T)) }

// stream reads a list whose elements are taken one by one.
func (d *decoder) stream(t *shape, v reflect.Value, depth int) error {
	if err := d.open('[', depth); err != nil {
		return err
	}
	to, element := v.Addr().Interface().(streamed), reflect.New(t.of)
	strings := d.shared
	defer func() { d.shared = strings }()
	d.shared = &d.passing
	for first := true; ; first = false {
		more, err := d.element(first)
		if err != nil || !more {
			return err
		}
		before := d.budget.Held() - int64(d.lasting)
		element.Elem().SetZero()
		if err := d.value(t.element, element.Elem(), depth+1); err != nil {
			return err
		}
		kept := to.take(element.Interface())
		d.budget.Release(int(d.budget.Held() - int64(d.lasting) - before))
		if err := d.hold(kept); err != nil {
			return err
		}
	}
}
