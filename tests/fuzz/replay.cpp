// Feeds each file named on the command line to the fuzz target: the seeds as a plain test, without libFuzzer.
#include "target.h"

#include <exception>
#include <fstream>
#include <iostream>
#include <iterator>
#include <span>
#include <vector>

int main(int argc, char** argv) {
    try {
        for (const char* path : std::span<char*>{argv, static_cast<std::size_t>(argc)}.subspan(1)) {
            std::ifstream file{path, std::ios::binary};
            if (!file) {
                std::cerr << "cannot read " << path << '\n';
                return 1;
            }
            const std::vector<char> bytes{std::istreambuf_iterator<char>{file}, {}};
            std::cout << path << '\n' << std::flush;
            LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
        }
        return 0;
    } catch (const std::exception& error) {
        std::cerr << "the target let out: " << error.what() << '\n';
        return 1;
    }
}
