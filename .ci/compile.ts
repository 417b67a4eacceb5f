import { compileNative } from './compile-native.ts';
import { targetOfThisMachine } from './native-targets.ts';

// Makes the executable for this machine.
await compileNative(targetOfThisMachine(), 'dist/native/terraform-provider-ecr');
