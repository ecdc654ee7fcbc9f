#include "cli/command.h"

int main(int argc, char** argv) {
    return medal::cli::run(argc, argv);
}
