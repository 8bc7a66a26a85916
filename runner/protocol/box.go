package protocol

import (
	"encoding/binary"
	"hash/crc32"
	"io"
)

// Box keeps what an Encoder has not written yet in a file that outlives the process: a worker that ends in the middle of
// a step takes no outcome of the steps before with it. It is between recette and the worker that recette builds; workers
// in other languages write each reply at once and need none.
type Box struct{ File io.WriterAt }

// boxHead is the beginning of a box: where in the stream its bytes begin, how many they are, and their check sum.
const boxHead = 8 + 4 + 4

// Keep puts what e has not written in the box, in one write that leaves the former contents or the new ones.
func (b Box) Keep(e *Encoder) error {
	at, data := e.Unwritten()
	out := make([]byte, boxHead, boxHead+len(data))
	binary.LittleEndian.PutUint64(out, uint64(at))                    // never negative
	binary.LittleEndian.PutUint32(out[8:], uint32(len(data)))         // at most MaxLine and a buffer
	binary.LittleEndian.PutUint32(out[12:], crc32.ChecksumIEEE(data)) // a write may have been cut
	_, err := b.File.WriteAt(append(out, data...), 0)
	return err
}

// OpenBox gives what a box holds of a stream beyond its first received bytes; nothing when the box is empty, damaged or
// overtaken by what was written since.
func OpenBox(file io.ReaderAt, received int64) []byte {
	var head [boxHead]byte
	if n, _ := file.ReadAt(head[:], 0); n < boxHead { // shorter is empty
		return nil
	}
	at, size := int64(binary.LittleEndian.Uint64(head[:])), int64(binary.LittleEndian.Uint32(head[8:])) //nolint:gosec // checked below
	if size > 2*MaxLine || at < 0 || received < at || received-at >= size {
		return nil
	}
	data := make([]byte, size)
	if n, _ := file.ReadAt(data, boxHead); int64(n) < size || crc32.ChecksumIEEE(data) != binary.LittleEndian.Uint32(head[12:]) {
		return nil
	}
	return data[received-at:]
}
