#include "imaging/deid/verify.h"

#include "base/error.h"
#include "imaging/deid/batch_inputs.h"
#include "imaging/folder_walk.h"

#include <fmt/format.h>

namespace medal::imaging::deid {
namespace {

namespace fs = std::filesystem;

class Verifier {
  public:
    Verifier(const VerifyTask& task, FileWork& work) : task_(task), work_(work) {}

    VerifyReport run() {
        collect();
        work_.begin_batch();
        const auto files = files_of({task_.results});
        for (std::size_t i = 0; i < files.size(); ++i) {
            report_.files.push_back(search(files[i], task_.scratch / fmt::format("result-{:06}", i + 1)));
            report_.leaks += report_.files.back().leaks;
            report_.not_searched += report_.files.back().reason.empty() ? 0 : 1;
        }
        return std::move(report_);
    }

  private:
    void collect() {
        report_.originals = files_of({task_.originals}).size();
        for (const auto& input : find_inputs({task_.originals}, {task_.scratch / "originals"}, work_, 1)) {
            identifiers_.merge(input.collected.identifiers);
            report_.not_searched += input.refused ? 1 : 0;
        }
    }

    VerifiedFile search(const FoundFile& found, const fs::path& members_to) {
        const auto& path = found.path;
        VerifiedFile file{printable(path.string())};
        if (found.refused) {
            file.reason = found.refused->message;
            return file;
        }
        const OpenTask open{path, members_to};
        const auto opened = std::move(work_.open({&open, 1}).front());
        if (opened.refused) file.reason = opened.refused->message;
        add_leaks(path, file);
        if (!opened.members) return file;
        for (std::size_t i = 0; i < opened.members->size(); ++i)
            add_leaks(members_to / fmt::format("{:06}", i + 1), file);
        std::error_code ignored;
        fs::remove_all(members_to, ignored);
        return file;
    }

    void add_leaks(const fs::path& path, VerifiedFile& file) {
        try {
            file.leaks += work_.count_leaks({path, {}, profile_, secrets_, {identifiers_, {}}});
        } catch (const base::Error& error) {
            if (error.code() == "imaging.sandbox") throw;
            if (file.reason.empty()) file.reason = error.message();
        }
    }

    const VerifyTask& task_;
    FileWork& work_;
    VerifyReport report_;
    Identifiers identifiers_;
    Profile profile_;
    /// Nothing is written, so nothing is derived from them.
    StudySecrets secrets_ = StudySecrets::from_bytes(std::vector<std::byte>(StudySecrets::Key{}.size()));
};

}  // namespace

VerifyReport verify_files(const VerifyTask& task, FileWork& work) {
    return Verifier{task, work}.run();
}

}  // namespace medal::imaging::deid
