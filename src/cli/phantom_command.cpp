#include "base/json.h"
#include "cli/imaging_command.h"
#include "imaging/phantom/phantom.h"

#include <iostream>
#include <map>
#include <memory>
#include <string>

#include <CLI/CLI.hpp>

namespace medal::cli {
namespace {

namespace phantom = imaging::phantom;

struct PhantomOptions {
    phantom::Request request;
    std::string output;
    bool without_lesion = false;
    bool json = false;
};

const std::map<std::string, phantom::Kind> kKinds{{"ct-abdomen", phantom::Kind::ct_abdomen},
                                                  {"ct-chest", phantom::Kind::ct_chest},
                                                  {"ct-head", phantom::Kind::ct_head},
                                                  {"mr", phantom::Kind::mr},
                                                  {"xray", phantom::Kind::xray},
                                                  {"us", phantom::Kind::us},
                                                  {"photo", phantom::Kind::photo},
                                                  {"ct-face", phantom::Kind::ct_face},
                                                  {"mr-face", phantom::Kind::mr_face},
                                                  {"pet-head", phantom::Kind::pet_head},
                                                  {"portrait", phantom::Kind::portrait}};

Exit make(PhantomOptions options) {
    options.request.with_lesion = !options.without_lesion;
    const auto made = phantom::make_phantom(options.request, options.output);
    if (options.json) {
        std::cout << base::to_json(made) << '\n';
    } else {
        std::cout << made.files.size() << " files written\n";
    }
    return Exit::done;
}

}  // namespace

void add_phantom(CLI::App& root, Dispatch& dispatch) {
    auto options = std::make_shared<PhantomOptions>();
    auto* command = root.add_subcommand("phantom", "Draw images of nobody for demonstrations and tests.");
    command->add_option("--kind", options->request.kind, "What to draw")
        ->required()
        ->transform(CLI::CheckedTransformer(kKinds));
    command->add_option("--seed", options->request.seed, "The same seed gives the same bytes");
    command
        ->add_option("--slices", options->request.slices, "Slices of a volume, frames of an ultrasound clip")
        ->check(CLI::Range(1, 5000));
    command->add_option("--size", options->request.size, "Rows and columns")->check(CLI::Range(32, 4096));
    command->add_flag("--plant-identifiers", options->request.plant_identifiers,
                      "Plant fictitious names, numbers and dates where real files leak");
    command->add_flag("--no-lesion", options->without_lesion, "A body without a finding");
    command->add_option("-o,--output", options->output, "Folder")->required();
    command->add_flag("--json", options->json, "Print files, planted texts and where the lesion is");
    command->footer(
        "Example: medal phantom --kind ct-abdomen --seed 7 --slices 300 --plant-identifiers -o study --json");
    command->callback([options, &dispatch] { dispatch.action = [options] { return make(*options); }; });
}

}  // namespace medal::cli
