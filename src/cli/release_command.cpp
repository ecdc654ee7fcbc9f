#include "base/error.h"
#include "base/json.h"
#include "cli/families.h"
#include "release/verify_package.h"

#include <fstream>
#include <iostream>
#include <memory>
#include <sstream>
#include <string>

#include <CLI/CLI.hpp>

namespace medal::cli {
namespace {

struct VerifyFlags {
    std::string folder;
    std::string public_key;
    bool as_json = false;
};

// The key itself or the path of a file that holds it.
release::PublicKey read_public_key(const std::string& given) {
    std::ifstream file{given};
    if (!file) return release::parse_public_key(given);
    std::ostringstream text;
    text << file.rdbuf();
    return release::parse_public_key(text.str());
}

void print(const release::PackageVerdict& verdict, bool with_own_key) {
    for (const auto& fault : verdict.faults) {
        std::cout << fault.code << "\t" << fault.path << "\t" << fault.message << '\n';
    }
    if (!verdict.intact) return;
    std::cout << "intact: " << verdict.name << " " << verdict.version << ", " << verdict.files << " files\n";
    if (with_own_key)
        std::cout << "checked against the folder's own key; give --public-key to prove who signed\n";
}

Exit verify(const VerifyFlags& flags) {
    std::optional<release::PublicKey> key;
    if (!flags.public_key.empty()) key = read_public_key(flags.public_key);
    const auto verdict = release::verify_package(flags.folder, key);
    if (flags.as_json) {
        std::cout << base::to_json(verdict) << '\n';
    } else {
        print(verdict, !key);
    }
    return verdict.intact ? Exit::done : Exit::failed;
}

}  // namespace

void add_release(CLI::App& root, Dispatch& dispatch) {
    auto* family = root.add_subcommand("release", "Check a release folder");
    family->require_subcommand(1);
    auto flags = std::make_shared<VerifyFlags>();
    auto* command =
        family->add_subcommand("verify", "Check signature, every file and the seal of a release folder");
    command->add_option("folder", flags->folder, "The folder that holds release.json")->required();
    command->add_option("--public-key", flags->public_key, "The signer's key, or the file that holds it");
    command->add_flag("--json", flags->as_json, "Print the verdict as JSON");
    command->footer("Example:\n  medal release verify medal-2026.1 --public-key medal.pub");
    command->callback([flags, &dispatch] { dispatch.action = [flags] { return verify(*flags); }; });
}

}  // namespace medal::cli
