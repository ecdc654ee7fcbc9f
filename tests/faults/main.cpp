// The test program is also the sandboxed process that reads its images, as `medal imaging-worker` is for
// `medal`.
#include "imaging/worker/tasks.h"

#include <string_view>

#include <gtest/gtest.h>

int main(int argc, char** argv) {
    if (argc > 1 && std::string_view{argv[1]} == "imaging-worker") {
        return medal::imaging::worker::serve({});
    }
    testing::InitGoogleTest(&argc, argv);
    return RUN_ALL_TESTS();
}
