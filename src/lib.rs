//! The asyncio engine that MicroPython firmware links.
#![cfg_attr(feature = "firmware", no_std)]

#[cfg(feature = "firmware")]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo) -> ! {
    loop {}
}

#[cfg(feature = "firmware")]
#[unsafe(no_mangle)]
pub extern "C" fn asyncio_rs_probe(x: usize) -> usize {
    x + 1
}
