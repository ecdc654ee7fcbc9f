"""Writes the functions by which a folder reaches libraries that are loaded with their first call (run by the build).

Usage: python3 tools/lazy/calls.py NAME OUT.cpp --libraries FILE… --objects FILE…

Looks which functions of the libraries the folder's objects call, and defines each of them as a jump through a slot.
The slot first leads to base::LazyLibrary, which loads the library and puts the function's address there. Only
functions can be had that way: data of a library (a vtable, a typeinfo, a variable) ends the build with its name.
Linux on x86-64 only (System V ABI, 3.2.3); cmake/MedalLazy.cmake links plainly everywhere else.
"""

import argparse
import re
import subprocess
import sys

STUB = """\
    .globl {symbol}
    .hidden {symbol}
    .type {symbol}, @function
{symbol}:
    endbr64
    jmp *medal_lazy_slots_{name}+{offset}(%rip)
    .size {symbol}, . - {symbol}
.Lfirst_{index}:
    endbr64
    pushq ${index}
    jmp medal_lazy_enter_{name}
"""

# All registers that may hold arguments are kept over the search; an error that it throws unwinds through the frame.
ENTER = """\
    .type medal_lazy_enter_{name}, @function
medal_lazy_enter_{name}:
    .cfi_startproc
    .cfi_def_cfa_offset 16
    endbr64
{pushes}    subq $128, %rsp
    .cfi_adjust_cfa_offset 128
{saves}    movq 192(%rsp), %rdi
    call medal_lazy_find_{name}
    movq %rax, %r11
{loads}    addq $128, %rsp
    .cfi_adjust_cfa_offset -128
{pops}    addq $8, %rsp
    .cfi_adjust_cfa_offset -8
    jmp *%r11
    .cfi_endproc
    .size medal_lazy_enter_{name}, . - medal_lazy_enter_{name}
"""
REGISTERS = ["rax", "rdi", "rsi", "rdx", "rcx", "r8", "r9", "r10"]

SOURCE = """\
// Made by tools/lazy/calls.py.
#include "base/lazy_library.h"

#include <array>
#include <cstddef>

namespace {{

struct Function {{
    const char* name;
    std::size_t library;
}};
constinit std::array<medal::base::LazyLibrary, {library_count}> libraries{{{libraries}}};
constexpr std::array<Function, {function_count}> kFunctions{{{{
{functions}}}}};
[[maybe_unused]] const medal::base::LazyLibrary::Listed kListed{{libraries}};

}}  // namespace

extern "C" void* medal_lazy_slots_{name}[];
extern "C" void* medal_lazy_find_{name}(std::size_t index);

/// Two threads may do it at once: both find the same address.
extern "C" void* medal_lazy_find_{name}(std::size_t index) {{
    void* const address = libraries[kFunctions[index].library].find(kFunctions[index].name);
    __atomic_store_n(&medal_lazy_slots_{name}[index], address, __ATOMIC_RELEASE);
    return address;
}}

asm(R"(
    .text
{code}
    .data
    .align 8
    .globl medal_lazy_slots_{name}
    .hidden medal_lazy_slots_{name}
medal_lazy_slots_{name}:
{slots}
    .text
)");
"""


def said(*command):
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def soname(library):
    found = re.search(r"SONAME\s+(\S+)", said("objdump", "-p", library))
    if found is None:
        sys.exit(f"{library} is no shared library")
    return found[1]


def defined(library):
    """{symbol: kind} of what a shared library offers."""
    rows = (line.split() for line in said("nm", "-D", "--defined-only", library).splitlines())
    return {row[2].partition("@")[0]: row[1] for row in rows if len(row) == 3}


def is_linker_script(path):
    """The C library's parts are linked through one; they are in every process."""
    with open(path, "rb") as file:
        return file.read(4) != b"\x7fELF"


def undefined(objects):
    """What the objects call and none of them defines."""
    rows = [line.split() for line in said("nm", *objects).splitlines()]
    own = {row[2] for row in rows if len(row) == 3}
    return {row[1] for row in rows if len(row) == 2 and row[0] == "U"} - own


def needed_functions(libraries, wanted):
    """[(symbol, index of its library)], in a fixed order. Weak ones are templates that every user has too."""
    found = {}
    for index, library in enumerate(libraries):
        for symbol, kind in defined(library).items():
            if symbol not in wanted or symbol in found or kind == "W":
                continue
            if kind not in "Ti":
                sys.exit(f"{symbol} of {library} is data: a library loaded late can offer functions only")
            found[symbol] = index
    return sorted(found.items())


def enter_code(name):
    return ENTER.format(
        name=name,
        pushes="".join(f"    pushq %{register}\n    .cfi_adjust_cfa_offset 8\n" for register in REGISTERS),
        pops="".join(f"    popq %{register}\n    .cfi_adjust_cfa_offset -8\n" for register in reversed(REGISTERS)),
        saves="".join(f"    movups %xmm{i}, {16 * i}(%rsp)\n" for i in range(8)),
        loads="".join(f"    movups {16 * i}(%rsp), %xmm{i}\n" for i in range(8)),
    )


def source(name, libraries, functions):
    code = enter_code(name)
    for index, (symbol, _) in enumerate(functions):
        code += STUB.format(name=name, symbol=symbol, index=index, offset=8 * index)
    return SOURCE.format(
        name=name,
        code=code,
        library_count=len(libraries),
        function_count=len(functions),
        libraries=", ".join(f'medal::base::LazyLibrary{{"{soname(library)}"}}' for library in libraries),
        functions="".join(f'    {{"{symbol}", {library}}},\n' for symbol, library in functions),
        slots="".join(f"    .quad .Lfirst_{index}\n" for index in range(len(functions))),
    )


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("name")
    parser.add_argument("out")
    parser.add_argument("--libraries", nargs="+", required=True)
    parser.add_argument("--objects", nargs="+", required=True)
    given = parser.parse_args()
    libraries = [library for library in given.libraries if not is_linker_script(library)]
    functions = needed_functions(libraries, undefined(given.objects))
    used = sorted({library for _, library in functions})
    numbered = [(symbol, used.index(library)) for symbol, library in functions]
    with open(given.out, "w", encoding="utf-8") as out:
        out.write(source(given.name, [libraries[index] for index in used], numbered))


main()
